"""Pages of official papers: lists, one paper, its words, its life, comments on it."""
