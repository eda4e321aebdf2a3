"""What requests and answers are made of, whoever asks: bodies, problems, documents."""
