"""What the commands of the command line do, one file a topic; ``cli`` says how they are called."""
