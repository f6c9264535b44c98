# Messages of `lab`.
