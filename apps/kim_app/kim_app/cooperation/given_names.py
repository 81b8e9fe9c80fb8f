"""Given names that are common among people in Germany and where they came from; none of them is a German word.

They let a text be refused that names somebody whom KIM does not know. They also hide whom it knows: that a given
name is refused tells nobody whether a person of that name is a client.
"""

NAMES = """
aaliyah abbas abdul abdullah abdulrahman adnan ahmad ahmed aicha aischa aisha alaa aleksandr alexander ali alina
amal amanuel amina amir amira amadou ana anas anastasia andrea andreas andrii anna anton antonia arash aron asmaa
aster awet ayman ayse ayşe aysha aziz bashar bereket bernd bilal birgit bilgin carla carlos christian christine
claudia dalia daniel daria david denys diana dmytro elena elif elisabeth emine emir emma erkan esra fadi fadma
fahad fatemeh fatima fatma fatou filmon frank gabriela georg ghassan habiba hadi halima hamid hamza hanna hanan
hans hasan hassan heike helga hussein ibrahim ilham inna irina isatou ismail ivan jamal jamila jan jana javad
jose josef joseph juan julia kadir karim karin katharina kateryna khaled khalid khadija kidane klaus kristina
ksenia larissa layla leila lena liudmyla ludmila mahmoud malek mamadou manuel maria mariam mariama marina markus
martin maryam mehmet mehdi mekonnen merhawi michael milad mohamad mohamed mohammad mohammed monika mostafa
muhammad murat mustafa nadia nadine nadja nasrin natalia nataliia nicole nikolai nina nour noura oksana oleksandr
oleh olena olga omar osman patricia paul peter petra rahel rahim ramin rania rashid reza robel rukia saba sabine
said salim salma samir samuel sandra sara sarah selam selamawit semhar serhii sevda sergej shirin simon sofia
stefan stefanie susanne svitlana tareq tatjana teklay tesfay tetiana thomas ulrike ursula viktor viktoriia
vladimir volodymyr wahid walid wolfgang yasmin yohannes yonas youssef yuliia yusuf zahra zainab zeynep
"""

COMMON = frozenset(NAMES.split())
