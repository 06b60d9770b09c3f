"""What every door must do, whatever its platform: one suite, run over each of them."""
