"""The rulings 裁定 of a jurisdiction on the ambiguities of the documents."""
