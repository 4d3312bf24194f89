"""FHIRPath, the part that views need: read, typed by the elements of FHIR R4, and written as DuckDB SQL."""
