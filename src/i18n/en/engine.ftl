# Messages of `engine`.
