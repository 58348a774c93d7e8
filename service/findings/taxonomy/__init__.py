"""Labels, themes, entity patterns and heading cues: versioned data and its loader."""

from findings.taxonomy.loader import taxonomy
from findings.taxonomy.values import LabelInfo, Taxonomy, Theme

__all__ = ["LabelInfo", "Taxonomy", "Theme", "taxonomy"]
