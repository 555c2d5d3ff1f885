"""Songs as curves: axes to lay them in, and the spline that joins their points."""
