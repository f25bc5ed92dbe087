"""The attendance report (rapport de participation): what an organiser hands to a donor."""
