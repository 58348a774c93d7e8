"""What loading a pipeline does beside reading its files."""

from __future__ import annotations

from threadpoolctl import threadpool_info, threadpool_limits

from findings.pipeline.load import load


def test_a_loaded_pipeline_multiplies_in_one_thread() -> None:
    with threadpool_limits(4, user_api="blas"):
        load()
        assert {pool["num_threads"] for pool in threadpool_info() if pool["user_api"] == "blas"} == {1}
