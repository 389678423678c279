"""Claims: which words are source, cue and content, by the network, quotation marks and syntax."""
