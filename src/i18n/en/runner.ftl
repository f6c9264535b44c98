# Messages of `runner`.
