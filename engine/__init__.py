"""Tandem's engine: reads GGUF models, plans how to split them, runs them on every device. Holds no Qt."""

__version__ = "0.1.0"
