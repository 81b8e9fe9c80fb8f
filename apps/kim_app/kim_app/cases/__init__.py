"""Cases: from the enquiry through assessment, plan and review to the closing, and who looks after them."""
