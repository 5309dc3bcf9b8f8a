"""One evaluation: the evidence that is meant, scored with what plugins bring."""
