"""What is asked: the question library as data, its schema, loader and linter. Knows no answers."""
