"""What is said: statements, the gate that lets them pass, and the answer that carries them."""
