"""The library of indicators 绩效指标库 of a jurisdiction: versions, adoption, ended indicators."""
