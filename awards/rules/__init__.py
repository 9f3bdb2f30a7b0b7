"""Arithmetic and judgement of awards: values in, value out."""
