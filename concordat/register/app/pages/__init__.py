"""The register's pages, each a frozen value and the function that builds it."""
