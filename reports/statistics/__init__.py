"""Statistical forms as data: what their rows and columns count, filled from the same records as every other page."""
