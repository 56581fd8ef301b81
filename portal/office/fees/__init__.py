"""The cashier's desk."""
