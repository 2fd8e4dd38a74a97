"""Times a loaded model as llama-bench does."""
