"""What the readers of the formats share and stand on: how lines nest, the elements of pages, the marks of TeX."""
