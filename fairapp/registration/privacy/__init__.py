"""What is kept of people, why and how long; what they agreed to; how it goes."""
