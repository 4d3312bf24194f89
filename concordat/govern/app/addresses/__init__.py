"""Which address leads to which view: a module for each part of govern, with urlpatterns and TABS."""
