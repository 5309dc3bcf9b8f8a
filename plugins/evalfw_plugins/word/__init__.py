"""The written report as a Word document, in the layout of official documents (公文, GB/T 9704)."""
