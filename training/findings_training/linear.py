"""Fits linear heads to sparse rows: one label of several, or any number of themes."""

from __future__ import annotations

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from findings.pipeline.rows import Floats
from findings_training.metrics import Ints

Fitted = tuple[Floats, Floats]


def fit_one_of(matrix: csr_matrix, label: Ints, counts: Floats, *, classes: int, strength: float) -> Fitted:
    """Weights (columns × classes) and bias that tell `classes` labels apart; `counts` says how much a row counts.

    `strength` is the inverse of the L2 penalty. A class without rows is given a score that never wins.
    """
    model = LogisticRegression(C=strength, max_iter=100, tol=1e-3).fit(matrix, label, sample_weight=counts)
    weights = np.zeros((matrix.shape[1], classes), np.float32)
    bias = np.full(classes, -20, np.float32)
    present = model.classes_
    both = len(present) == 2
    weights[:, present] = np.vstack([-model.coef_, model.coef_]).T / 2 if both else model.coef_.T
    bias[present] = np.concatenate([-model.intercept_, model.intercept_]) / 2 if both else model.intercept_
    return weights, bias


def fit_any_of(matrix: csr_matrix, flags: Floats, counts: Floats, *, strength: float) -> Fitted:
    """Weights (columns × outputs) and bias that find each of `flags` (rows × outputs) on its own."""
    weights = np.zeros((matrix.shape[1], flags.shape[1]), np.float32)
    bias = np.full(flags.shape[1], -20, np.float32)
    for output in np.flatnonzero(flags.any(axis=0) & ~flags.all(axis=0)).tolist():
        model = LogisticRegression(C=strength, solver="liblinear", dual=True, tol=0.02, random_state=0)
        model.fit(matrix, flags[:, output] > 0, sample_weight=counts)
        weights[:, output], bias[output] = model.coef_[0], model.intercept_[0]
    return weights, bias
