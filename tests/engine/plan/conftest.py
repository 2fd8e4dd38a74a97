"""Property tests here are slow only when the machine is busy with something else, which is no failure."""

from hypothesis import settings

settings.register_profile("no deadline", deadline=None)
settings.load_profile("no deadline")
