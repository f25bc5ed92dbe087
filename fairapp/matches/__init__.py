"""The match: teams, officials, the score as it is kept at the touch line, the papers around it."""
