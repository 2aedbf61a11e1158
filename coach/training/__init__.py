"""Work of L&D: catalogue imports as people ask for them, which needs had a resource, and which had none."""
