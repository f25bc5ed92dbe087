"""The organiser's own questions on the registration form, and what people answered."""
