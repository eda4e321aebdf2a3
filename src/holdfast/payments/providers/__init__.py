"""Payment providers over the network, a folder each; loaded where one is set up."""
