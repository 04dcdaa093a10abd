"""Reports on a page, as XLSX and as PDF from the same laid-out paper (п. 4.1)."""
