"""The documents behind the evidence (佐证材料): stored once under their hash, listed so that anybody can check them."""
