"""The class Quantity, a file for each of its concerns; `quantity` has the operators."""
