"""Template tags of the kit; settings make them built in, so that no template loads them."""
