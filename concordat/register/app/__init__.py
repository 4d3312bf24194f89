"""The register's Django app: where rows are kept, who may see and change them, and their pages."""
