"""Reading a gap description: statements, quantities, flags, questions."""
