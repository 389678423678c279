"""Reading: a text into blocks, sentences, tagged and parsed words, names, and encoder states."""
