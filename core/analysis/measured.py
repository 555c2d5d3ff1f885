"""What measuring is called, and its version: apart, so that who only asks need not load what measures."""

LOUDNESS = "loudness"
"""What a Request names, in place of models, to have a file measured; failures are remembered under it too."""
MEASURED = 1
"""Version of the way of measuring; a higher one measures all anew."""
