"""Which address leads to which view: a module for each part of procure, with urlpatterns and TABS."""
