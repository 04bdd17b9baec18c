"""Where places are: the world's borders, which country a point lies in, and drawings of countries."""
