"""Who may see and do what, over every exit."""
