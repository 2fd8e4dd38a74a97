"""Pictures of every page of the real window, and what a program can find wrong in them."""
