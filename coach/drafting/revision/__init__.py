"""New versions of a draft: answered, edited, regenerated, shortened, translated, compared."""
