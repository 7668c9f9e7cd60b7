"""The oracle: programs run for real, with training intercepted, and compared with what keras-lint says of them.

``worker`` runs programs and writes down every model and every value that reaches ``fit``, ``evaluate`` or ``predict``;
``compare`` holds them against ``keras-lint summary`` and ``keras-lint facts``. ``python -m benchmarks.oracle FOLDER``
does both for a folder of programs, and ``tests/programs`` for the programs there.
"""
