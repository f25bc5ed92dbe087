"""How a fair's badges are to look: what they show, their logos, their backs."""
