"""What tells who a patient is: one module for each family of identifiers."""
