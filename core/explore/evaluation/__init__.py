"""How well Meander hears and chooses, measured on the user's own library; see `measure.evaluate`."""
