"""Labels, themes, entity patterns and heading cues: versioned data and its loader."""

from findings.taxonomy.loader import LabelInfo, Taxonomy, Theme, taxonomy

__all__ = ["LabelInfo", "Taxonomy", "Theme", "taxonomy"]
