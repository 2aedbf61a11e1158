"""From a gap description to a draft: intake, retrieval, two engines, one set of gates."""
