"""`python -m console` is `jixiao`."""

from console.main import main

main()
